/** The dialect of our own administration interface: its resources, its wire records, its status words and its error envelope. */
@OpenAPIDefinition(
        info = @Info(title = "Mneme", version = "1"),
        components =
                @Components(
                        responses = {
                            @APIResponse(
                                    name = "Reembedding",
                                    description = "How far it is.",
                                    content =
                                            @Content(
                                                    mediaType = MediaType.APPLICATION_JSON,
                                                    schema = @Schema(implementation = Answers.Reembedding.class),
                                                    examples =
                                                            @ExampleObject(
                                                                    name = "on its way",
                                                                    value = Examples.REEMBEDDING))),
                            @APIResponse(
                                    name = "Migrations",
                                    description = "How far they are.",
                                    content =
                                            @Content(
                                                    mediaType = MediaType.APPLICATION_JSON,
                                                    schema = @Schema(implementation = Answers.Migrations.class),
                                                    examples =
                                                            @ExampleObject(
                                                                    name = "on its way",
                                                                    value = Examples.MIGRATIONS))),
                            @APIResponse(
                                    name = "Migration",
                                    description = "How far it is; report is null until it has ended.",
                                    content =
                                            @Content(
                                                    mediaType = MediaType.APPLICATION_JSON,
                                                    schema = @Schema(implementation = Answers.Migration.class),
                                                    examples =
                                                            @ExampleObject(
                                                                    name = "complete",
                                                                    value = Examples.MIGRATION)))
                        }))
package org.mneme.war.admin;

import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
