package org.mneme.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Hold LoCoMo: long conversations of two people, and questions about them with the turns that answer each.
 *
 * @param turns what was said, in order
 * @param questions what is asked; only those that name turns that exist
 */
record LocomoData(List<Turn> turns, List<Question> questions) {

    /**
     * One turn.
     *
     * @param conversation the number of the conversation, from 1
     * @param id such as {@code 3/D4:12}
     * @param session such as {@code 3/D4}
     * @param date when the session was
     * @param content who said it, a colon, and what
     */
    record Turn(int conversation, String id, String session, Instant date, String content) {}

    /**
     * One question.
     *
     * @param category 1 several turns, 2 time, 3 more than was said, 4 one turn, 5 about the wrong person
     * @param evidence the ids of the turns that answer it
     */
    record Question(int conversation, int category, String text, Set<String> evidence) {

        /** Return the sessions of the turns that answer it. */
        Set<String> sessions() {
            return evidence.stream().map(LocomoData::sessionOf).collect(Collectors.toSet());
        }
    }

    // the data set writes most places as D4:12 and a few as D:4:12
    private static final Pattern PLACE = Pattern.compile("D:?(\\d+):(\\d+)");

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("h:mm a 'on' d MMMM, yyyy")
            .toFormatter(Locale.ENGLISH);

    LocomoData {
        turns = List.copyOf(turns);
        questions = List.copyOf(questions);
    }

    /** Return the session of a turn's id. */
    static String sessionOf(String turn) {
        return turn.substring(0, turn.indexOf(':'));
    }

    /** Read the data set's file. */
    static LocomoData read(Path file) {
        try {
            return of(new ObjectMapper().readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("mneme.bench.locomo must be the path of locomo10.json", e);
        }
    }

    static LocomoData of(JsonNode conversations) {
        List<Turn> turns = new ArrayList<>();
        List<Question> questions = new ArrayList<>();
        for (int number = 1; number <= conversations.size(); number++) {
            JsonNode conversation = conversations.get(number - 1);
            List<Turn> said = turns(number, conversation.path("conversation"));
            turns.addAll(said);
            questions.addAll(questions(
                    number, conversation.path("qa"), said.stream().map(Turn::id).collect(Collectors.toSet())));
        }
        return new LocomoData(turns, questions);
    }

    private static List<Turn> turns(int number, JsonNode conversation) {
        List<Turn> turns = new ArrayList<>();
        for (int session = 1; conversation.has("session_" + session); session++) {
            Instant date = LocalDateTime.parse(
                            conversation
                                    .path("session_" + session + "_date_time")
                                    .asText(),
                            DATE)
                    .toInstant(ZoneOffset.UTC);
            for (JsonNode turn : conversation.path("session_" + session)) {
                String id = number + "/" + turn.path("dia_id").asText();
                String content =
                        turn.path("speaker").asText() + ": " + turn.path("text").asText();
                turns.add(new Turn(number, id, number + "/D" + session, date, content));
            }
        }
        return turns;
    }

    private static List<Question> questions(int number, JsonNode asked, Set<String> known) {
        return StreamSupport.stream(asked.spliterator(), false)
                .map(question -> new Question(
                        number,
                        question.path("category").asInt(),
                        question.path("question").asText(),
                        evidence(number, question.path("evidence"), known)))
                .filter(question -> !question.evidence().isEmpty())
                .toList();
    }

    private static Set<String> evidence(int number, JsonNode places, Set<String> known) {
        Set<String> evidence = new LinkedHashSet<>();
        for (JsonNode text : places) {
            Matcher place = PLACE.matcher(text.asText());
            while (place.find()) {
                evidence.add(number + "/D" + Integer.parseInt(place.group(1)) + ":" + Integer.parseInt(place.group(2)));
            }
        }
        evidence.retainAll(known);
        return evidence;
    }
}
