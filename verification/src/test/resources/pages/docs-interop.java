// The form of the classes of the module interop, which this module does not have on its class path.
interface AuthorizationServer {}

abstract static class InteropContract {
    InteropContract(String mark) {}

    abstract AuthorizationServer start() throws Exception;
}

static final class AcmeServer implements AuthorizationServer {}
