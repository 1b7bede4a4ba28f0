package org.mneme.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginDescriptorTest {

    @Test
    void aDescriptorSaysWhoAPluginIsAndWhatItWorksWith() throws IOException {
        PluginDescriptor read = read("id=word-vectors\nversion=1.2\nspi=[1.0,2.0)\n");

        assertThat(read).isEqualTo(new PluginDescriptor("word-vectors", "1.2", VersionRange.of("[1.0,2.0)")));
        assertThat(read.spi().contains(SpiVersion.CURRENT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    version=1\\nspi=[1.0,2.0)            | the key id is missing
                    id=a\\nspi=[1.0,2.0)                 | the key version is missing
                    id=a\\nversion=1                     | the key spi is missing
                    id=Word_Vectors\\nversion=1\\nspi=[1] | id "Word_Vectors" is not lower-case words joined by dashes
                    id=a\\nversion=${x}\\nspi=[1]         | version "${x}" is not a version
                    id=a\\nversion=1\\nspi=1.0            | spi: "1.0" is not a range such as [1.0,2.0)
                    id=a\\nversion=1\\nspi=[2.0,1.0)      | spi: no version is between 2.0 and 1.0
                    """)
    void whatIsMissingOrWrongIsNamed(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'[1.0,2.0)', 1.0, true",
        "'[1.0,2.0)', 1.10, true",
        "'[1.0,2.0)', 1, true",
        "'[1.0,2.0)', 2.0, false",
        "'[1.0,2.0)', 0.9, false",
        "'(1.0,2.0]', 1.0, false",
        "'(1.0,2.0]', 2, true",
        "'[1.1,)', 1.0, false",
        "'[1.1,)', 7.0, true",
        "'(,1.0]', 1.0, true",
        "'[1.0]', 1.0.0, true",
        "'[1.0]', 1.1, false",
    })
    void aRangeHoldsWhatIsBetweenItsEnds(String range, String version, boolean contained) {
        assertThat(VersionRange.of(range).contains(version)).isEqualTo(contained);
        assertThat(VersionRange.of(range)).hasToString(range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.0", "[1.0", "[1.0,2.0", "[1.0,2.0),[3.0,4.0)", "[a,b)", "[1.0,1.0)", "(1.0,1.0]"})
    void whatIsNotOneIntervalIsRefused(String text) {
        assertThatThrownBy(() -> VersionRange.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PluginDescriptor read(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return PluginDescriptor.of(properties);
    }
}
