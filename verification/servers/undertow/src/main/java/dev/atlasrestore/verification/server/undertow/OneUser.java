package dev.atlasrestore.verification.server.undertow;

import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import io.undertow.security.idm.DigestCredential;
import io.undertow.security.idm.IdentityManager;
import io.undertow.util.HexConverter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accepts the digest credentials of one user. */
final class OneUser implements IdentityManager {
  private final String name;
  private final String password;

  OneUser(String name, String password) {
    this.name = name;
    this.password = password;
  }

  @Override
  public Account verify(Account account) {
    return account;
  }

  @Override
  public @Nullable Account verify(String id, Credential credential) {
    return id.equals(name)
            && credential instanceof DigestCredential digest
            && digest.verifyHA1(ha1(digest))
        ? new User(name)
        : null;
  }

  @Override
  public @Nullable Account verify(Credential credential) {
    return null;
  }

  private byte[] ha1(DigestCredential digest) {
    try {
      MessageDigest hash = digest.getAlgorithm().getMessageDigest();
      String a1 = name + ":" + digest.getRealm() + ":" + password;
      return HexConverter.convertToHexBytes(hash.digest(a1.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private record User(String name) implements Account {
    @Override
    public Principal getPrincipal() {
      return this::name;
    }

    @Override
    public Set<String> getRoles() {
      return Set.of();
    }
  }
}
