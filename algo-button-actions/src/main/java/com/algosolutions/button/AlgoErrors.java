package com.algosolutions.button;

import com.algosolutions.oauth.Failure;

/**
 * What an error response of an Algo device means, and which of the device's settings to check. Algo's guide does not say which status a device
 * sends for a wrong password: public clients expect 401 or 403.
 */
final class AlgoErrors {
    private static final String API_PAGE = "On the device's page Advanced Settings, Admin, API Support: ";

    private AlgoErrors() {}

    /**
     * The failure in the terms of the device.
     *
     * @param method the authentication method of the request, as the device's page names it
     */
    static Failure explain(String method, int status, Failure failure) {
        return switch (status) {
            case 401 ->
                said(
                        failure,
                        Failure.Kind.CONFIGURATION,
                        "the Algo device does not accept the authentication",
                        API_PAGE + authentication(method) + " Also check that the device's time is right (NTP).");
            case 403 ->
                said(
                        failure,
                        Failure.Kind.CONFIGURATION,
                        "the Algo device refused access: its RESTful API is off, or it does not accept the authentication",
                        API_PAGE + "switch on the RESTful API, which is off by default, and " + authentication(method));
            case 404, 405, 501 ->
                said(
                        failure,
                        Failure.Kind.REQUEST,
                        "the Algo device does not offer this command",
                        API_PAGE
                                + "switch on the RESTful API, which is off by default. Check that the device's model and firmware have the"
                                + " command (docs/commands.md); for the command Other, also check Method and Custom Path.");
            case 408, 421, 425 ->
                failure.withAdvice("Try again. If it happens again, check the network and the device.");
            case 429 -> failure;
            default -> byClass(status, failure);
        };
    }

    private static Failure byClass(int status, Failure failure) {
        if (status >= 500) {
            return said(
                    failure,
                    Failure.Kind.UNAVAILABLE,
                    "the Algo device reported an internal error",
                    "If it happens again, restart the device and check its firmware.");
        }
        return status < 400
                ? said(
                        failure,
                        Failure.Kind.CONFIGURATION,
                        "the target redirects to another address, which an Algo device's RESTful API does not do",
                        "Check that Targets names the Algo device, and not another host.")
                : said(
                        failure,
                        Failure.Kind.REQUEST,
                        "the Algo device refused the request",
                        "Check the command's parameters for the device's model and firmware (docs/commands.md); for the command Other, check"
                                + " Method, Custom Path and Data Payload.");
    }

    private static String authentication(String method) {
        return "choose the authentication method " + method
                + ", as the button does. Check that the device's RESTful API Password"
                + " equals the Remote Device RESTful API Password of this device.";
    }

    private static Failure said(Failure failure, Failure.Kind kind, String message, String advice) {
        return failure.withKind(kind).withMessage(message).withAdvice(advice);
    }
}
