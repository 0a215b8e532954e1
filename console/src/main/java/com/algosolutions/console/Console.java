package com.algosolutions.console;

import com.algosolutions.console.device.ActivityLog;
import com.algosolutions.console.device.ButtonDocument;
import com.algosolutions.console.device.Device;
import com.algosolutions.console.device.DeviceFolder;
import com.algosolutions.console.device.History;
import com.algosolutions.console.device.LoginBudget;
import com.algosolutions.console.device.Presses;
import com.algosolutions.console.device.ProfileViews;
import com.algosolutions.console.device.SignInViews;
import com.algosolutions.console.device.Tests;
import com.algosolutions.console.sandbox.Bench;
import com.algosolutions.console.sandbox.Burst;
import com.algosolutions.console.sandbox.FaultControls;
import com.algosolutions.console.sandbox.SimulatedDay;
import com.algosolutions.console.sandbox.TeamView;
import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.Routes;
import com.algosolutions.console.web.ServerCertificate;
import com.algosolutions.console.web.Sessions;
import com.algosolutions.console.web.WebServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.ringcentral.RingCentral;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The console: a device's web interface and touch screen, and the embedded RingCentral, on a loopback port. */
public final class Console implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Console.class.getName());
    private static final String CALLBACK = "/control/oauth-callback.lua";

    private final WebServer server;
    private final ServerCertificate certificate;
    private final Bench bench;
    private final Device device;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4, task -> {
        Thread thread = new Thread(task, "console");
        thread.setDaemon(true);
        return thread;
    });

    private Console(ConsoleSettings settings) {
        EventStream events = new EventStream(settings.clock()::now);
        Sessions sessions = new Sessions(settings.password().reveal(), settings.sessionIdle(), System::nanoTime);
        Routes routes = new Routes();
        Routes open = new Routes();
        DeviceFolder folder = folder(settings);
        certificate = ServerCertificate.in(settings.folder().resolve("certificate.pem"));
        server = new WebServer(settings.port(), certificate, routes, open, sessions, events);
        LoginBudget budget =
                new LoginBudget(new RingCentral().traits().rateLimit().orElseThrow());
        TeamView team = new TeamView(settings.clock(), events, budget, address(CALLBACK));
        bench = settings.ringCentral()
                .map(account -> Bench.ringCentral(account.team()))
                .orElseGet(() -> Bench.embedded(
                        settings.clock(),
                        List.of(address(CALLBACK), URI.create("https://127.0.0.1:" + server.port() + CALLBACK)),
                        team::answered));
        team.show(bench);
        folder.defaultButtons(bench.buttons());
        device = new Device(folder, settings.clock(), bench::network, Bench.remoteDevicePassword());
        History history = new History(settings.clock());
        ActivityLog log = new ActivityLog(settings.clock(), events);
        SignInViews signIns = new SignInViews(
                settings.clock(), events, threads, bench.tenant().isPresent());
        ProfileViews profiles = new ProfileViews(device, settings.clock(), history, budget, log, events, signIns);
        Presses presses = new Presses(device, settings.clock(), history, log, events, bench::name);
        Tests tests = new Tests(device, settings.clock(), history, events, threads);
        ButtonDocument document = new ButtonDocument(device);
        DeviceApi deviceApi = new DeviceApi(address(""), CALLBACK, device, presses, document, events);
        Effects effects =
                new Effects(device, history, presses, profiles, deviceApi, team, log, sessions, events, threads);
        FaultControls faults = new FaultControls(settings.clock(), events, threads, bench, effects);
        SimulatedDay day = new SimulatedDay(
                device, bench, settings.clock(), presses, profiles, faults, events, threads, deviceApi::publish);
        new SignInApi(device, profiles, signIns, bench).addTo(routes, open, CALLBACK);
        deviceApi.addTo(routes);
        new ProfileApi(device, profiles, tests, deviceApi::publishScreens).addTo(routes);
        new SandboxApi(new Burst(device, bench, team, events), faults, day, team).addTo(routes);
        new StateApi(settings.clock(), events, deviceApi, presses, profiles, signIns, tests, log, team, faults, day)
                .addTo(routes);
        device.start(profiles::event, presses::queued);
        profiles.started();
        settings.ringCentral().ifPresent(this::createProfile);
        var unused = threads.scheduleWithFixedDelay(() -> watch(profiles, signIns), 1, 1, TimeUnit.SECONDS);
    }

    /** Sends what has changed with the time alone, such as a token that has expired. A failure must not end the repetition. */
    private void watch(ProfileViews profiles, SignInViews signIns) {
        try {
            if (device.isRunning()) {
                profiles.publish();
                signIns.publish();
            }
        } catch (RuntimeException e) { // the device stops at this moment
            LOG.log(System.Logger.Level.DEBUG, "No status now: {0}", e.getMessage());
        }
    }

    /** With the embedded sandbox, which is new each time, the device is new too. */
    private static DeviceFolder folder(ConsoleSettings settings) {
        return settings.ringCentral().isPresent()
                ? new DeviceFolder(settings.folder().resolve("ringcentral"))
                : new DeviceFolder(settings.folder().resolve("sandbox")).emptied();
    }

    private void createProfile(ConsoleSettings.RingCentralAccount account) {
        OAuthClient client = device.client();
        if (client.profiles().find(Bench.PROFILE).isEmpty()) {
            client.profiles()
                    .create(client.draft(Bench.PROFILE, RingCentral.ID)
                            .clientId(account.clientId())
                            .clientSecret(account.clientSecret())
                            .jwtAssertion(account.jwt())
                            .build());
        }
    }

    /**
     * Starts a console.
     *
     * @param settings its port, password, folder and clock
     */
    public static Console start(ConsoleSettings settings) {
        try {
            Files.createDirectories(settings.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder " + settings.folder() + " cannot be created. Set CONSOLE_STORE to another one.", e);
        }
        Console console = new Console(settings);
        console.server.start();
        return console;
    }

    private URI address(String path) {
        return URI.create("https://localhost:" + server.port() + path);
    }

    /** {@return the address of the page} */
    public URI address() {
        return address("/");
    }

    /** {@return the self-signed certificate of the page, for a client that trusts it} */
    public X509Certificate certificate() {
        return certificate.certificate();
    }

    @Override
    public void close() {
        server.close();
        threads.shutdownNow();
        device.close();
        bench.close();
    }

    /**
     * Starts the console with the settings of the environment, and prints its address.
     *
     * @param args none
     */
    public static void main(String[] args) {
        if (!run(System.out, System.err)) {
            System.exit(1);
        }
    }

    private static boolean run(PrintStream out, PrintStream err) {
        ConsoleSettings settings;
        try {
            settings = ConsoleSettings.of(System.getenv());
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return false;
        }
        try (Console console = start(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(console::close, "console stop"));
            out.println("Console:  " + console.address() + "   (its certificate is self-signed: accept it)");
            out.println("User:     " + Sessions.USER);
            out.println("Password: "
                    + (settings.passwordIsNew() ? settings.password().reveal() : "as in CONSOLE_PASSWORD"));
            out.println(
                    "Messages: " + (settings.ringCentral().isPresent() ? "to RingCentral" : "to the embedded sandbox"));
            out.println("Stop it with Ctrl-C.");
            new CountDownLatch(1).await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return false;
        }
    }
}
