package dev.atlasrestore.examples.webflux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Shows restore jobs over HTTP: what became of one, and what becomes of it while it runs. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RestoreApplication {

  public static void main(String[] args) {
    SpringApplication.run(RestoreApplication.class, args);
  }
}
