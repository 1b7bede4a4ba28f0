package org.mneme.war.config;

import java.util.List;
import org.mneme.core.config.Binder;
import org.mneme.spi.Option;

/**
 * Hold what an operator may decide about the XTrace dialect, below {@code mneme.xtrace.}.
 *
 * @param orgIdRequired whether a request without {@code X-Org-Id} is refused, as the document says
 */
public record XtraceConfig(boolean orgIdRequired) {

    private static final String REQUIRED = "required";

    private static final List<Option> OPTIONS = List.of(Option.of(
                    "org-id",
                    Option.Type.STRING,
                    "whether the header X-Org-Id must be sent; newer XTrace clients leave it out")
            .withDefault(REQUIRED)
            .oneOf(REQUIRED, "optional"));

    /** Bind the options, noting what is wrong. */
    static XtraceConfig bind(Binder binder) {
        return new XtraceConfig(
                binder.bind("mneme.xtrace.", OPTIONS).getString("org-id").equals(REQUIRED));
    }
}
