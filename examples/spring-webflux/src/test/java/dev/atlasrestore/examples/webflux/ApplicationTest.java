package dev.atlasrestore.examples.webflux;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * A test of the whole application over HTTP against a fake service. All such tests share one
 * application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "server.address=127.0.0.1",
      "atlas.timeout=3s",
      "atlas.poll-interval=20ms",
      "atlas.polls-per-minute=60000"
    })
@Import(FakeService.class)
@ExtendWith({FreshFake.class, BlockingCalls.class})
@interface ApplicationTest {}
