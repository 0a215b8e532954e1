import static org.junit.jupiter.api.Assertions.assertTrue;
static String password;
