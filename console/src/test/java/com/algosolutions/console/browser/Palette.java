package com.algosolutions.console.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;

/** Makes a picture of a page small: 256 colours. */
final class Palette {
    private static final int SIZE = 256;

    /** Square of a distance between two colours at which the eye tells them apart. */
    private static final int ALIKE = 1024;

    private Palette() {}

    /** {@return the PNG with 256 colours} */
    static byte[] reduce(byte[] png) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        int[] colours = representative(pixels);
        Map<Integer, Integer> nearest = new HashMap<>();
        byte[] places = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            places[i] = nearest.computeIfAbsent(pixels[i], pixel -> nearest(colours, pixel))
                    .byteValue();
        }
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, 0);
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        small.getRaster().setDataElements(0, 0, width, height, places);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(small, "png", out);
        return out.toByteArray();
    }

    /** The most frequent colours, the rare ones that resemble none of them, and then again the most frequent ones of the others. */
    private static int[] representative(int[] pixels) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        List<Integer> colours = new ArrayList<>(counts.keySet());
        colours.sort(Comparator.<Integer>comparingInt(counts::get).reversed().thenComparing(Comparator.naturalOrder()));
        Set<Integer> chosen = new LinkedHashSet<>(colours.subList(0, Math.min(colours.size(), SIZE / 4)));
        for (int resemblance = ALIKE; chosen.size() < Math.min(SIZE, colours.size()); resemblance = resemblance / 2) {
            for (int colour : colours) {
                if (chosen.size() < SIZE && !resembles(chosen, colour, resemblance)) {
                    chosen.add(colour);
                }
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean resembles(Set<Integer> chosen, int colour, int resemblance) {
        return chosen.stream().anyMatch(other -> distance(other, colour) <= resemblance);
    }

    private static int nearest(int[] colours, int pixel) {
        int best = 0;
        for (int i = 1; i < colours.length; i++) {
            if (distance(colours[i], pixel) < distance(colours[best], pixel)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 0xff) - (other >> 16 & 0xff);
        int green = (one >> 8 & 0xff) - (other >> 8 & 0xff);
        int blue = (one & 0xff) - (other & 0xff);
        return red * red + green * green + blue * blue;
    }
}
