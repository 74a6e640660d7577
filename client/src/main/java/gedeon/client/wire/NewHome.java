package gedeon.client.wire;

/** To which unit a notebook is to belong. */
public record NewHome(String unit) {}
