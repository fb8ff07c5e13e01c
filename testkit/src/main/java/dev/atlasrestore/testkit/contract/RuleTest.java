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
 * A test of one rule of a contract, which runs on each of some kinds of client and takes that
 * {@link ClientKind}. Whatever hangs is ended.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@TestTemplate
@ExtendWith(RuleTestExtension.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@interface RuleTest {

  /** The rule's id, with the part of it behind a dot, as {@link Traits} names it. */
  String value();

  /** On which kinds of client it runs. */
  Kinds on() default Kinds.OWN_AND_BORROWED;
}
