package com.algosolutions.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.ObjectName;

/** W6: the heap that an idle profile with a token holds, by class. */
final class Heap {
    /** The classes that get a figure of their own. */
    private static final int LISTED = 15;

    private Heap() {}

    /** The difference between a client with twice as many profiles and one with as many, so that what a client holds once does not count. */
    static void run(Library library, Site site, int profiles) throws Exception {
        List<Session> open = new ArrayList<>();
        open.add(session(library, site, 20));
        histogram(); // loads the classes that it needs
        Map<String, Long> none = histogram();
        open.add(session(library, site, profiles));
        Map<String, Long> some = histogram();
        open.add(session(library, site, 2 * profiles));
        Map<String, Long> all = histogram();

        Map<String, Double> perProfile = new TreeMap<>();
        double sum = 0;
        for (String type : all.keySet()) {
            long once = some.getOrDefault(type, 0L) - none.getOrDefault(type, 0L);
            long twice = all.get(type) - some.getOrDefault(type, 0L);
            perProfile.put(type, (double) (twice - once) / profiles);
            sum += perProfile.get(type);
        }
        String store = System.getProperty("store") == null ? "memory" : "directory";
        Workloads.figure(store, "heap", "B/profile", sum);
        Workloads.figure(store, "text", "B/profile", perProfile.get("[B") + perProfile.get("java.lang.String"));
        Workloads.figure(store, "own strings", "B/profile", strings(profiles));
        perProfile.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(LISTED)
                .filter(entry -> entry.getValue() >= 1)
                .forEach(entry -> Workloads.figure(store, "class " + entry.getKey(), "B/profile", entry.getValue()));
        if (open.size() != 3) { // keeps the sessions reachable
            throw new IllegalStateException();
        }
    }

    private static Session session(Library library, Site site, int profiles) throws Exception {
        Session session = library.open(site, profiles);
        for (int i = 0; i < profiles; i++) {
            session.authorization(i);
        }
        return session;
    }

    /** The mean size of what the operator and the server gave for a profile: its name, client id, secret, assertion and access token, as Java strings. */
    private static double strings(int profiles) {
        long sum = 0;
        for (int i = 0; i < 2 * profiles; i++) {
            for (int length : new int[] {
                Site.name(i).length(),
                Site.clientId(i).length(),
                Site.secret(i).length(),
                Site.jwt(i).length(),
                40
            }) {
                sum += 24 + (16 + length + 7) / 8 * 8;
            }
        }
        return (double) sum / (2 * profiles);
    }

    /** Bytes of the live objects of each class. */
    private static Map<String, Long> histogram() throws Exception {
        String text = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Map<String, Long> bytes = new TreeMap<>();
        text.lines().map(String::strip).filter(line -> line.matches("\\d+: .*")).forEach(line -> {
            String[] columns = line.split("\\s+", -1);
            bytes.merge(columns[3], Long.parseLong(columns[2]), Long::sum);
        });
        return bytes;
    }
}
