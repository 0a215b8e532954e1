import com.algosolutions.verification.OAuthMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
static MeterRegistry registry;
static ButtonActions buttons;
