static String requestTarget, uri;
static int x, y;
static PageOfDevice page;

interface PageOfDevice {
    void redirect(URI address);

    void show(String what, String advice);

    void send(int status, String text);
}

/** The form of io.nayuki.qrcodegen, which only the examples have. */
static final class QrCode {
    enum Ecc {
        MEDIUM
    }

    static QrCode encodeText(String text, Ecc level) {
        return new QrCode();
    }

    boolean getModule(int x, int y) {
        return false;
    }
}
