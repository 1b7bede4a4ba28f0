package org.mneme.war.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Check signatures as the retainr document tells receivers to. */
final class HookSignature {

    private HookSignature() {}

    /** Tell whether a hook was signed with a secret. */
    static boolean isGood(HookReceiver.Hook hook, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String expected = "sha256=" + HexFormat.of().formatHex(mac.doFinal(hook.body()));
            return expected.equals(hook.headers().get("x-retainr-signature"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
