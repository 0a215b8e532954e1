package com.algosolutions.oauth.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one form of an IPv6 literal: RFC 5952 section 4. */
final class Ipv6 {
    private static final int GROUPS = 8;

    private Ipv6() {}

    /** The same address; of an IPv4 address that is written as IPv6 (RFC 4291 section 2.5.5.2), the IPv4 address: they are one host. */
    static String oneForm(String literal) {
        int[] groups = groups(literal.substring(1, literal.length() - 1));
        boolean mapped = groups[5] == 0xffff;
        for (int i = 0; i < 5; i++) {
            mapped &= groups[i] == 0;
        }
        return mapped ? ipv4(groups[6]) + "." + ipv4(groups[7]) : "[" + shortened(groups) + "]";
    }

    private static String ipv4(int group) {
        return (group >> 8) + "." + (group & 0xff);
    }

    /** The eight numbers; the literal is one that {@link java.net.URI} has read. */
    private static int[] groups(String address) {
        int gap = address.indexOf("::");
        List<Integer> before = numbers(gap < 0 ? address : address.substring(0, gap));
        List<Integer> after = gap < 0 ? List.of() : numbers(address.substring(gap + 2));
        int[] groups = new int[GROUPS];
        for (int i = 0; i < before.size(); i++) {
            groups[i] = before.get(i);
        }
        for (int i = 0; i < after.size(); i++) {
            groups[GROUPS - after.size() + i] = after.get(i);
        }
        return groups;
    }

    private static List<Integer> numbers(String part) {
        List<Integer> numbers = new ArrayList<>();
        for (String group : part.isEmpty() ? new String[0] : part.split(":", -1)) {
            String[] bytes = group.split("\\.", -1);
            if (bytes.length == 1) {
                numbers.add(Integer.parseInt(group, 16));
            } else {
                numbers.add(Integer.parseInt(bytes[0]) << 8 | Integer.parseInt(bytes[1]));
                numbers.add(Integer.parseInt(bytes[2]) << 8 | Integer.parseInt(bytes[3]));
            }
        }
        return numbers;
    }

    /** In lower case without leading zeros, the longest run of two or more zeros left out, the first of several. */
    private static String shortened(int[] groups) {
        int gap = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && groups[i + length] == 0) {
                length++;
            }
            if (length > longest) {
                gap = i;
                longest = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]).toLowerCase(Locale.ROOT));
            }
        }
        return text.toString();
    }
}
