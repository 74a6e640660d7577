package gedeon.server.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The walk from what was used, through the activity, to the dataset and its plan, laid out as boxes in columns with arrows between. */
record ProvenancePicture(int width, int height, List<Box> boxes, List<String> arrows) {
    private static final int BOX = 44;
    private static final int GAP = 12;
    private static final int COLUMN = 204;
    private static final int ARROW = 44;
    private static final int LONGEST = 27;

    /**
     * @param css {@code used}, {@code activity}, {@code dataset}, {@code plan}
     * @param name as much as fits
     */
    record Box(int x, int y, String css, String kind, String name, String whole) {
        public int width() {
            return COLUMN;
        }

        public int height() {
            return BOX;
        }
    }

    /** A box that has no place yet. */
    record Node(String kind, String name) {}

    static ProvenancePicture of(List<Node> used, Node activity, Node dataset, @Nullable Node plan) {
        int rows = Math.max(1, used.size());
        int height = rows * BOX + (rows - 1) * GAP;
        int middle = (height - BOX) / 2;
        List<Box> boxes = new ArrayList<>();
        List<String> arrows = new ArrayList<>();
        int x = used.isEmpty() ? 0 : COLUMN + ARROW;
        for (int i = 0; i < used.size(); i++) {
            boxes.add(box(0, i * (BOX + GAP), "used", used.get(i)));
            arrows.add(arrow(COLUMN, i * (BOX + GAP) + BOX / 2, x, middle + BOX / 2));
        }
        boxes.add(box(x, middle, "activity", activity));
        arrows.add(arrow(x + COLUMN, middle + BOX / 2, x + COLUMN + ARROW, middle + BOX / 2));
        x += COLUMN + ARROW;
        boxes.add(box(x, middle, "dataset", dataset));
        if (plan != null) {
            arrows.add(arrow(x + COLUMN, middle + BOX / 2, x + COLUMN + ARROW, middle + BOX / 2));
            x += COLUMN + ARROW;
            boxes.add(box(x, middle, "plan", plan));
        }
        return new ProvenancePicture(x + COLUMN, height, List.copyOf(boxes), List.copyOf(arrows));
    }

    private static Box box(int x, int y, String css, Node node) {
        return new Box(x, y, css, node.kind(), shortened(node.name()), node.name());
    }

    /** A curve that leaves and arrives level, short of the tip. */
    private static String arrow(int fromX, int fromY, int toX, int toY) {
        int half = (fromX + toX) / 2;
        return "M" + fromX + " " + fromY + "C" + half + " " + fromY + " " + half + " " + toY + " " + (toX - 2) + " "
                + toY;
    }

    /** The end of a name tells acquisitions apart as often as its beginning. */
    private static String shortened(String name) {
        if (name.codePointCount(0, name.length()) <= LONGEST) {
            return name;
        }
        int[] points = name.codePoints().toArray();
        return new String(points, 0, 14) + "…" + new String(points, points.length - 11, 11);
    }
}
