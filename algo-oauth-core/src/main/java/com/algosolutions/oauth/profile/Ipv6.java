package com.algosolutions.oauth.profile;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The canonical text of an IPv6 literal: RFC 5952 section 4. */
final class Ipv6 {
    private static final int GROUPS = 8;

    /** What {@link InetAddress} parses without a name lookup: it rejects a text with a colon that is not an address. */
    private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Fa-f:.]{0,50}:[0-9A-Fa-f:.]{0,50}]");

    private Ipv6() {}

    /**
     * Brings a literal into its canonical text. An IPv4-mapped address (RFC 4291 section 2.5.5.2) becomes the IPv4 address, which is the same
     * host. Looks nothing up.
     *
     * @param literal the address in brackets, without a zone
     * @throws IllegalArgumentException if it is not an IPv6 address
     */
    static String oneForm(String literal) {
        if (!LITERAL.matcher(literal).matches()) {
            throw new IllegalArgumentException("no such host: " + literal);
        }
        try {
            InetAddress address = InetAddress.getByName(literal);
            return address instanceof Inet4Address
                    ? address.getHostAddress()
                    : "[" + shortened(groups(address.getAddress())) + "]";
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such host: " + literal, e);
        }
    }

    private static int[] groups(byte[] address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff);
        }
        return groups;
    }

    /** In lower case without leading zeros; the first of the longest runs of two or more zeros is left out. */
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
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
