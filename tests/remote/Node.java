// One node of an engine in a process of its own, out of the jars that pom.xml names.
//
//   java -cp 'LIB/*' Node.java HOME KEY=VALUE…
//
// HOME is a folder for data and logs; the rest are the node's settings. It ends when its standard input does,
// so that no node outlives the test that started it.

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

public class Node extends org.opensearch.node.Node {
    Node(Environment environment, Collection<Class<? extends Plugin>> plugins) {
        super(environment, plugins, false);
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Path config = Files.createDirectories(home.resolve("config"));
        Files.createDirectories(home.resolve("logs"));
        Files.writeString(config.resolve("log4j2.properties"), String.join("\n",
            "status = error", "appender.c.type = Console", "appender.c.name = c",
            "appender.c.layout.type = PatternLayout", "appender.c.layout.pattern = %p %c{1} %m%n",
            "rootLogger.level = warn", "rootLogger.appenderRef.c.ref = c"));
        Settings.Builder settings = Settings.builder().put("path.home", home.toString());
        for (int at = 1; at < arguments.length; at++) {
            String[] pair = arguments[at].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), config, () -> "node");
        Node node = new Node(
            environment, List.of(Netty4Plugin.class, CommonAnalysisPlugin.class, PainlessPlugin.class));
        node.start();
        while (System.in.read() >= 0) { }
        Runtime.getRuntime().halt(0);
    }
}
