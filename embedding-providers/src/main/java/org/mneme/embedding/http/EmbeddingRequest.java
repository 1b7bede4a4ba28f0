package org.mneme.embedding.http;

import java.util.List;
import java.util.OptionalInt;
import org.mneme.spi.embedding.Purpose;

/**
 * Hold what one call asks of a service.
 *
 * @param model the service's name of the model
 * @param texts the texts, none of them blank
 * @param purpose what the vectors are for
 * @param shortenTo the dimension to shorten the vectors to, if the service shall do that
 */
record EmbeddingRequest(String model, List<String> texts, Purpose purpose, OptionalInt shortenTo) {}
