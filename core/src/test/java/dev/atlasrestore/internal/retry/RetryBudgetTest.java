package dev.atlasrestore.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private static int spendAll(RetryBudget budget) {
    int spent = 0;
    while (budget.spend()) {
      spent++;
    }
    return spent;
  }

  @Test
  void row20_aNewBudgetHoldsTenRetries() {
    assertThat(spendAll(new RetryBudget(true))).isEqualTo(10);
  }

  @Test
  void row20_tenCallsEarnOneRetry() {
    RetryBudget budget = new RetryBudget(true);
    spendAll(budget);
    for (int call = 0; call < 9; call++) {
      budget.earn();
    }
    assertThat(budget.spend()).isFalse();
    budget.earn();
    assertThat(budget.spend()).isTrue();
    assertThat(budget.spend()).isFalse();
  }

  @Test
  void row20_noMoreThanTenAreKept() {
    RetryBudget budget = new RetryBudget(true);
    for (int call = 0; call < 1_000; call++) {
      budget.earn();
    }
    assertThat(spendAll(budget)).isEqualTo(10);
  }

  @Test
  void withoutALimitItNeverEnds() {
    RetryBudget budget = new RetryBudget(false);
    for (int retry = 0; retry < 1_000; retry++) {
      assertThat(budget.spend()).isTrue();
    }
  }

  @Test
  void row20_manyThreadsSpendNoMoreThanThereIs() throws InterruptedException {
    RetryBudget budget = new RetryBudget(true);
    AtomicInteger spent = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      threads.execute(
          () -> {
            awaitUnchecked(start);
            for (int call = 0; call < 1_000; call++) {
              budget.earn();
              if (budget.spend()) {
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
