package dev.atlasrestore.examples.webflux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Shows the current state of restore jobs, and the progress of waits, over HTTP. */
@SpringBootApplication
public class RestoreApplication {

  public static void main(String[] args) {
    SpringApplication.run(RestoreApplication.class, args);
  }
}
