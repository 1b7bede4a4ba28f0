package org.mneme.test.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Run several Elasticsearch nodes that form one cluster, each a process of its own on 127.0.0.1. */
public final class ElasticsearchCluster implements AutoCloseable {

    private static final String HEAP = "400m";

    private final List<Integer> transportPorts;
    private final List<Path> directories = new ArrayList<>();
    private final List<ElasticsearchNode> nodes = new ArrayList<>();

    private ElasticsearchCluster(List<Integer> transportPorts) {
        this.transportPorts = transportPorts;
    }

    /** Start nodes and wait until all have found each other. */
    public static ElasticsearchCluster start(int size) {
        ElasticsearchCluster cluster = new ElasticsearchCluster(freePorts(size));
        try {
            for (int i = 0; i < size; i++) {
                cluster.directories.add(Files.createTempDirectory("mneme-elasticsearch"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // a node answers when there is a master, and that takes most of them: so all at once
        List<CompletableFuture<ElasticsearchNode>> starting = IntStream.range(0, size)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> cluster.launch(i, 0)))
                .toList();
        starting.forEach(node -> cluster.nodes.add(node.join()));
        cluster.awaitNodes(size);
        return cluster;
    }

    /** Wait until there is a master that knows as many nodes. */
    private void awaitNodes(int count) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(nodes.get(0).uri() + "/_cluster/health?timeout=60s&wait_for_nodes=" + count))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the nodes have not found each other: " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ElasticsearchNode launch(int number, int httpPort) {
        String seeds = transportPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        String names = IntStream.range(0, transportPorts.size())
                .mapToObj(ElasticsearchCluster::name)
                .collect(Collectors.joining(","));
        return ElasticsearchNode.start(
                directories.get(number),
                HEAP,
                List.of(
                        "cluster.name=" + directories.get(0).getFileName(),
                        "node.name=" + name(number),
                        "http.port=" + httpPort,
                        "transport.port=" + transportPorts.get(number),
                        "discovery.seed_hosts=" + seeds,
                        "cluster.initial_master_nodes=" + names));
    }

    private static String name(int number) {
        return "node-" + number;
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the addresses of all nodes, by commas. */
    public String uris() {
        return nodes.stream().map(ElasticsearchNode::uri).collect(Collectors.joining(","));
    }

    /** Return a node, counted from 0 in the order of their names {@code node-0 …}. */
    public ElasticsearchNode node(int number) {
        return nodes.get(number);
    }

    /** Start a node that was killed again, on its data and at its former address. */
    public void restart(int number) {
        nodes.set(number, launch(number, nodes.get(number).port()));
    }

    @Override
    public void close() {
        nodes.forEach(ElasticsearchNode::close);
    }
}
