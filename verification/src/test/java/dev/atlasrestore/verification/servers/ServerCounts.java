package dev.atlasrestore.verification.servers;

/**
 * What a server saw since its start or the last reset: requests for the protected part, how many of
 * them it answered 401, and the connections they came on.
 */
record ServerCounts(int requests, int unauthorized, int connections) {}
