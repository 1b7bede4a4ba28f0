/** The dialect of the retainr memory API: its resources, its wire records, its status words and its error envelope. */
@OpenAPIDefinition(
        info = @Info(title = "Mneme", version = "1"),
        components =
                @Components(
                        parameters = {
                            @Parameter(
                                    name = "namespace",
                                    in = ParameterIn.QUERY,
                                    description = "Only memories of this namespace.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "tags",
                                    in = ParameterIn.QUERY,
                                    description = "Comma-separated; only memories with all of them.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = "sort",
                                    in = ParameterIn.QUERY,
                                    description = "By creation time.",
                                    schema =
                                            @Schema(
                                                    enumeration = {"asc", "desc"},
                                                    defaultValue = "desc"))
                        }))
package org.mneme.war.retainr;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
