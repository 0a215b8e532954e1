static byte[] keyBytes;
static SecretKey oldKey, newKey;
