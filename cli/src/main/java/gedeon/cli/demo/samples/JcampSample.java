package gedeon.cli.demo.samples;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An NMR spectrum: JCAMP-DX 5.01, {@code (X++(Y..Y))} in plain numbers. */
final class JcampSample {
    private static final int POINTS = 4096;
    private static final double FIRST = 12.0;
    private static final double LAST = -1.0;

    private JcampSample() {}

    static Sample spectrum() {
        StringBuilder text = new StringBuilder();
        text.append("""
                ##TITLE=caffeine 1H
                ##JCAMP-DX=5.01
                ##DATA TYPE=NMR SPECTRUM
                ##DATA CLASS=XYDATA
                ##ORIGIN=Plateforme RMN
                ##OWNER=Paul Verdier
                ##LONGDATE=2026/11/18 14:22:05
                ##SPECTROMETER/DATA SYSTEM=Bruker AVANCE NEO 400
                ##.OBSERVE FREQUENCY=400.13
                ##.OBSERVE NUCLEUS=^1H
                ##.SOLVENT NAME=CDCl3
                ##.PULSE SEQUENCE=zg30
                ##.AVERAGES=16
                ##TEMPERATURE=298.0
                ##$SOFTWARE=TopSpin 4.3.0
                ##XUNITS=PPM
                ##YUNITS=ARBITRARY UNITS
                """);
        text.append("##FIRSTX=" + FIRST + "\n##LASTX=" + LAST + "\n##NPOINTS=" + POINTS
                + "\n##XFACTOR=1.0\n##YFACTOR=1.0\n");
        double step = (LAST - FIRST) / (POINTS - 1);
        text.append(
                String.format(Locale.ROOT, "##DELTAX=%.9f\n##FIRSTY=%d\n##XYDATA=(X++(Y..Y))\n", step, height(FIRST)));
        for (int i = 0; i < POINTS; i += 8) {
            text.append(String.format(Locale.ROOT, "%.6f", FIRST + i * step));
            for (int j = i; j < i + 8; j++) {
                text.append(' ').append(height(FIRST + j * step));
            }
            text.append('\n');
        }
        text.append("##END=\n");
        return Sample.file("caffeine-1h.jdx", text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static long height(double shift) {
        double sum = 0;
        for (double peak : new double[] {7.51, 4.00, 3.58, 3.40}) {
            sum += 1e6 / (1 + Math.pow((shift - peak) / 0.01, 2));
        }
        return Math.round(sum);
    }
}
