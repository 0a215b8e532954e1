static SecretKey deviceKey;
static String teamLink;
