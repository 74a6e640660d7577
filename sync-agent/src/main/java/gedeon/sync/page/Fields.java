package gedeon.sync.page;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a record that is sent, its own and those of the records inside it, each with what it holds in one instance. */
final class Fields {
    private static final int SHOWN = 3;
    private static final Set<String> SECRET = Set.of("code", "token", "secretKey", "password");

    private Fields() {}

    /** {@code name}: as it is sent, with those above it ({@code verdict.rule}); {@code key}: record and field; {@code value}: {@code ""} where there is none. */
    record Field(String name, String key, String value) {}

    /** Every field that the type has, whether or not the instance holds anything. What is secret is not told. */
    static List<Field> of(Class<?> type, @Nullable Object instance) {
        List<Field> fields = new ArrayList<>();
        add(fields, "", type, instance == null ? List.of() : List.of(instance));
        return fields;
    }

    private static void add(List<Field> fields, String above, Class<?> type, Collection<?> instances) {
        for (RecordComponent component : type.getRecordComponents()) {
            List<Object> values = new ArrayList<>();
            instances.forEach(instance -> values.addAll(values(component, instance)));
            Class<?> inside = recordOf(component);
            String name = above + component.getName();
            if (inside == null) {
                fields.add(new Field(
                        name,
                        type.getSimpleName() + "." + component.getName(),
                        SECRET.contains(component.getName()) ? "•••" : text(values)));
            } else {
                add(fields, name + ".", inside, values);
            }
        }
    }

    private static List<Object> values(RecordComponent component, Object instance) {
        try {
            Object value = component.getAccessor().invoke(instance);
            if (value instanceof Collection<?> many) {
                return List.copyOf(many);
            }
            return value == null ? List.of() : List.of(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("what is sent is public: " + component, e);
        }
    }

    /** The record that a component is, or is a list of; null: neither. */
    private static @Nullable Class<?> recordOf(RecordComponent component) {
        if (component.getType().isRecord()) {
            return component.getType();
        }
        if (component.getGenericType() instanceof java.lang.reflect.ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof Class<?> one
                && one.isRecord()) {
            return one;
        }
        return null;
    }

    private static String text(List<Object> values) {
        List<String> shown = new ArrayList<>();
        for (Object value : values.subList(0, Math.min(SHOWN, values.size()))) {
            shown.add(value instanceof Instant at ? at.toString() : String.valueOf(value));
        }
        return String.join(" · ", shown) + (values.size() > SHOWN ? " … (" + values.size() + ")" : "");
    }
}
