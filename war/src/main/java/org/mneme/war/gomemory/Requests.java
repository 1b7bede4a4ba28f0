package org.mneme.war.gomemory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mneme.api.Attribute;
import org.mneme.api.MemoryException;
import org.mneme.api.Scope;
import org.mneme.spi.extractor.Conversation;
import org.mneme.war.json.JsonBody;

/** Read GoMemory's requests, and refuse what is wrong in its words. */
final class Requests {

    static final String WRONG_FORMAT = "Request format is wrong";
    static final String NO_MESSAGES = "No messages provided";
    static final String NO_QUESTION = "Neither user query nor user messages was provided";

    private static final int MAX_USER = 512;
    private static final int MAX_MESSAGES = 1_000;
    private static final int MAX_CONTENT = 1_000_000;
    private static final int MAX_QUERY = 32_768;
    private static final int MAX_IDS = 1_000;
    private static final double DEFAULT_THRESHOLD = 0.65;
    private static final List<String> ROLES = List.of("user", "model", "assistant", "system");

    /** Messages of a user. */
    record Add(String user, List<Conversation.Message> messages) {}

    /** A question about a user. */
    record Ask(String user, String question, double threshold, boolean core) {}

    /** Memories of a user that are to go. */
    record Delete(String user, List<String> memories) {}

    private Requests() {}

    static Add add(byte[] document) {
        JsonBody body = parse(document);
        String user = wellFormed(() -> body.requireText("userId", MAX_USER));
        List<Conversation.Message> messages = wellFormed(() -> messages(body));
        if (messages.isEmpty()) {
            throw MemoryException.invalid("messages", NO_MESSAGES);
        }
        return new Add(user, messages);
    }

    static Ask ask(byte[] document) {
        JsonBody body = parse(document);
        String user = wellFormed(() -> body.requireText("userId", MAX_USER));
        Optional<String> query = wellFormed(() -> body.text("query", MAX_QUERY)).filter(text -> !text.isBlank());
        List<Conversation.Message> messages = wellFormed(() -> messages(body));
        if (query.isEmpty() && messages.isEmpty()) {
            throw MemoryException.invalid("query", NO_QUESTION);
        }
        if (query.isPresent() && !messages.isEmpty()) {
            throw MemoryException.invalid("query", WRONG_FORMAT);
        }
        double threshold = wellFormed(() -> body.number("threshold", 0, 1)).orElse(DEFAULT_THRESHOLD);
        boolean core = wellFormed(() -> body.flag("core")).orElse(true);
        return new Ask(user, query.orElseGet(() -> lastQuestion(messages)), threshold, core);
    }

    static Delete delete(byte[] document) {
        JsonBody body = parse(document);
        String user = wellFormed(() -> body.requireText("userId", MAX_USER));
        List<String> ids = wellFormed(() -> body.texts("memoryId", MAX_IDS, MAX_USER));
        if (ids.isEmpty()) {
            throw MemoryException.invalid("memoryId", WRONG_FORMAT);
        }
        return new Delete(user, ids);
    }

    private static JsonBody parse(byte[] document) {
        return wellFormed(() -> JsonBody.parse(document));
    }

    private static List<Conversation.Message> messages(JsonBody body) {
        List<Conversation.Message> messages = new ArrayList<>();
        for (JsonBody message : body.objects("messages", MAX_MESSAGES)) {
            String role = message.word("role", ROLES).orElseThrow(() -> message.invalid("role", "is required"));
            String content = message.requireText("content", MAX_CONTENT);
            messages.add(
                    new Conversation.Message(role.equals("model") ? "assistant" : role, content, Optional.empty()));
        }
        return messages;
    }

    /** What a conversation asks about is what its user said last; else what was said last. */
    private static String lastQuestion(List<Conversation.Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role().equals("user")) {
                return messages.get(i).content();
            }
        }
        return messages.get(messages.size() - 1).content();
    }

    private static <T> T wellFormed(java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (MemoryException e) {
            throw MemoryException.invalid(e.field().orElse("body"), WRONG_FORMAT);
        }
    }

    /** Return the scope of a user's memories. */
    static Scope ofUser(Scope workspace, String user) {
        return workspace.with(Attribute.USER, user);
    }

    /** Return where a new memory of a user belongs. */
    static Scope place(Scope workspace, String user) {
        return ofUser(workspace, user).with(Attribute.PROJECT, "default").with(Attribute.NAMESPACE, "default");
    }
}
