package dev.atlasrestore.testkit.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks the test of a rule of a contract. The test runs once on each kind of client, and takes a
 * {@link RunnerFixtures} or a {@link PortFixtures} for that kind. A test that does not end within
 * 90 seconds fails.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@TestTemplate
@ExtendWith(RuleExtension.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@interface Rule {

  /**
   * The rule's id, as {@link Traits} names it, for example {@code RUN-9}. A part of a rule that a
   * transport can break alone has an id of its own, for example {@code RUN-9.head}. Tests may share
   * an id.
   */
  String id();

  /** The behaviour of a transport, in one Markdown sentence. */
  String text();

  /** The kinds of client that the test runs on. */
  ClientKinds on() default ClientKinds.OWN_AND_SUPPLIED;

  /**
   * Whether a broken rule fails the test. A broken optional rule only aborts it. A new rule is
   * optional for one minor version, so that existing transports can follow.
   */
  boolean required() default true;
}
