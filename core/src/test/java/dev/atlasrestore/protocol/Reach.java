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

/** Counts the objects that an object holds, lambdas and their captives included. */
final class Reach {

  private Reach() {}

  /** How many objects of our own are reachable from here, without those of the JDK. */
  static int from(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      Object object = open.remove();
      if (seen.add(object)) {
        held(object, open);
      }
    }
    return seen.size();
  }

  private static void held(Object object, Deque<Object> open) {
    if (object instanceof Optional<?> optional) {
      optional.ifPresent(open::add);
    } else if (object instanceof Iterable<?> elements) {
      elements.forEach(open::add);
    } else if (object instanceof Map<?, ?> map) {
      open.addAll(map.values());
    } else if (object instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        add(Array.get(array, i), open);
      }
    } else {
      for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
            add(value(field, object), open);
          }
        }
      }
    }
  }

  private static boolean isOurs(Class<?> type) {
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

  private static void add(Object object, Deque<Object> open) {
    if (object != null) {
      open.add(object);
    }
  }
}
