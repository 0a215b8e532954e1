static String accountId;
