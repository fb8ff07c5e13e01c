package dev.atlasrestore.protocol;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts the objects that an object refers to, captured variables of lambdas included. */
final class ReachableObjects {

  private ReachableObjects() {}

  /** Counts the reachable objects; it does not look into objects of the JDK. */
  static int count(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> queue = new ArrayDeque<>();
    queue.add(root);
    while (!queue.isEmpty()) {
      Object object = queue.remove();
      if (seen.add(object)) {
        addReferences(object, queue);
      }
    }
    return seen.size();
  }

  private static void addReferences(Object object, Deque<Object> queue) {
    if (object instanceof Optional<?> optional) {
      optional.ifPresent(queue::add);
    } else if (object instanceof Iterable<?> elements) {
      elements.forEach(queue::add);
    } else if (object instanceof Map<?, ?> map) {
      queue.addAll(map.values());
    } else if (object instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        add(Array.get(array, i), queue);
      }
    } else {
      for (Class<?> type = object.getClass(); isProjectClass(type); type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
            add(value(field, object), queue);
          }
        }
      }
    }
  }

  private static boolean isProjectClass(Class<?> type) {
    return type.getName().startsWith("dev.atlasrestore.");
  }

  private static Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static void add(Object object, Deque<Object> queue) {
    if (object != null) {
      queue.add(object);
    }
  }
}
