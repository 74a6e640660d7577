package gedeon.server.rest;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Refuses a body that lacks a field its record promises, before a route sees it: what is not {@code @Nullable} there is there. */
@RestControllerAdvice(basePackages = "gedeon.server.rest")
class WholeBodies extends RequestBodyAdviceAdapter {
    /** A field that must be given was not, or was null. */
    static final class FieldMissing extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String field;

        FieldMissing(String field) {
            super("\"" + field + "\" is missing; send it as /v3/api-docs describes");
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    /** A part that may be absent for others, and not for this route. @throws FieldMissing */
    static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new FieldMissing(field);
        }
        return value;
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return parameter.getParameterType().isRecord();
    }

    @Override
    public Object afterBodyRead(
            Object body,
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter) {
        if (body instanceof Record given) { // a body "null" is none at all
            require(given, "");
        }
        return body;
    }

    private static void require(Record body, String before) {
        for (RecordComponent part : body.getClass().getRecordComponents()) {
            String field = before + part.getName();
            Object value = value(body, part);
            if (value == null && !part.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new FieldMissing(field);
            }
            if (value instanceof Record inner) {
                require(inner, field + ".");
            } else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i) instanceof Record inner) {
                        require(inner, field + "[" + i + "].");
                    }
                }
            }
        }
    }

    private static @Nullable Object value(Record body, RecordComponent part) {
        try {
            return part.getAccessor().invoke(body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a body hides its part " + part, e);
        }
    }
}
