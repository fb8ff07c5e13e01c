package dev.atlasrestore.verification.servers;

/**
 * The counts of a server since its start or the last reset.
 *
 * @param requests the requests for protected addresses
 * @param unauthorized how many of these requests got status 401
 * @param connections the connections of these requests
 */
record ServerCounts(int requests, int unauthorized, int connections) {}
