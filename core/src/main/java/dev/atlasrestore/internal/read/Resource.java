package dev.atlasrestore.internal.read;

import dev.atlasrestore.codec.RestoreJobCodec.Document;
import dev.atlasrestore.exchange.HttpRequest;
import java.util.function.Function;

/**
 * A resource of the service that a call can read.
 *
 * @param request the unsigned request
 * @param groupId the group whose rate limit counts the request
 * @param content takes the resource out of the body of a successful response; may throw
 * @param <T> the type of the resource
 */
public record Resource<T>(HttpRequest request, String groupId, Function<Document, T> content) {}
