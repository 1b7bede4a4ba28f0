package org.mneme.storage.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mneme.api.MemoryException;

class H2UrlTest {

    @Test
    void aDirectoryGetsAFileThatH2Opens(@TempDir Path directory) throws Exception {
        String url = H2Url.inDirectory(directory);
        try (Connection connection = DriverManager.getConnection(url, "mneme", "")) {
            assertThat(connection.getMetaData().getURL()).contains(directory.toString());
        }
        assertThat(directory.resolve("mneme.mv.db")).isRegularFile();
    }

    @Test
    void aPathThatH2WouldReadAsSettingsIsRefused(@TempDir Path directory) {
        assertThatThrownBy(() -> H2Url.inDirectory(directory.resolve("a;FILE_LOCK=NO")))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("semicolon");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:test",
                "jdbc:h2:tcp://localhost/~/test",
                "jdbc:h2:ssl://localhost/~/test",
                "jdbc:h2:zip:~/db.zip!/test",
                "jdbc:h2:memFS:test",
                "jdbc:h2:nioMapped:/data/mneme",
                "jdbc:h2:split:/data/mneme",
            })
    void aPlaceThatForgetsOrIsSharedIsRefused(String url) {
        assertThatThrownBy(() -> H2Url.safe(url))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("must be a file of this process")
                .hasMessageContaining("jdbc:h2:file:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FILE_LOCK=NO",
                "ignorecase=true",
                "ACCESS_MODE_DATA=r",
                "AUTO_SERVER=TRUE",
                "MODE=PostgreSQL; DB_CLOSE_DELAY=-1",
            })
    void aSettingThatLosesOrMixesUpDataIsRefusedWithItsReason(String setting) {
        assertThatThrownBy(() -> H2Url.safe("jdbc:h2:file:/data/mneme;" + setting))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("is refused: ");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:/data/mneme, jdbc:h2:async:/data/mneme",
        "jdbc:h2:/data/mneme, jdbc:h2:async:/data/mneme",
        "jdbc:h2:async:/data/mneme, jdbc:h2:async:/data/mneme",
        "JDBC:H2:File:/data/mneme, jdbc:h2:async:/data/mneme",
    })
    void anInterruptOfAThreadNeverClosesTheFile(String url, String place) {
        assertThat(H2Url.isH2(url)).isTrue();
        assertThat(H2Url.safe(url)).startsWith(place + ";");
    }

    @Test
    void theFileIsOpenUntilTheServerClosesItWhateverWasAskedFor() {
        assertThat(H2Url.safe("jdbc:h2:file:/data/mneme")).contains(";DB_CLOSE_ON_EXIT=FALSE");
        assertThat(H2Url.safe("jdbc:h2:file:/data/mneme;db_close_on_exit=true;QUERY_CACHE_SIZE=8"))
                .isEqualTo("jdbc:h2:async:/data/mneme;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=8;MAX_COMPACT_TIME=0");
    }

    @Test
    void noChunkIsMovedWhenTheFileIsClosedWhateverWasAskedFor() {
        assertThat(H2Url.safe("jdbc:h2:file:/data/mneme")).contains(";MAX_COMPACT_TIME=0");
        assertThat(H2Url.safe("jdbc:h2:file:/data/mneme;max_compact_time=200"))
                .contains(";MAX_COMPACT_TIME=0")
                .doesNotContain("200");
    }

    @Test
    void otherSettingsStayAsTheyWere() {
        assertThat(H2Url.safe("jdbc:h2:file:/data/mneme;CACHE_SIZE=65536")).contains(";CACHE_SIZE=65536;");
    }
}
