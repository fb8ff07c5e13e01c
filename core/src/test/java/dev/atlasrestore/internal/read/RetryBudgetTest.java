package dev.atlasrestore.internal.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests the retry budget: rule 20 of the contract. */
class RetryBudgetTest {

  private static int spendAll(RetryBudget budget) {
    int spent = 0;
    while (budget.trySpend()) {
      spent++;
    }
    return spent;
  }

  @Test
  void newBudgetHoldsTenRetries() {
    assertThat(spendAll(new RetryBudget(true))).isEqualTo(10);
  }

  @Test
  void tenReadsEarnOneRetry() {
    RetryBudget budget = new RetryBudget(true);
    spendAll(budget);
    for (int read = 0; read < 9; read++) {
      budget.earn();
    }
    assertThat(budget.trySpend()).isFalse();
    budget.earn();
    assertThat(budget.trySpend()).isTrue();
    assertThat(budget.trySpend()).isFalse();
  }

  @Test
  void budgetKeepsAtMostTenRetries() {
    RetryBudget budget = new RetryBudget(true);
    for (int read = 0; read < 1_000; read++) {
      budget.earn();
    }
    assertThat(spendAll(budget)).isEqualTo(10);
  }

  @Test
  void unlimitedBudgetNeverEnds() {
    RetryBudget budget = new RetryBudget(false);
    for (int retry = 0; retry < 1_000; retry++) {
      assertThat(budget.trySpend()).isTrue();
    }
  }

  @Test
  void manyThreadsSpendNoMoreThanTheBudget() throws InterruptedException {
    RetryBudget budget = new RetryBudget(true);
    AtomicInteger spent = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      threads.execute(
          () -> {
            awaitUnchecked(start);
            for (int read = 0; read < 1_000; read++) {
              budget.earn();
              if (budget.trySpend()) {
                spent.incrementAndGet();
              }
            }
          });
    }
    start.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(spent.get() + spendAll(budget)).isBetween(400, 410);
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
