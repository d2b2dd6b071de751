package org.trustnet.testkit.fuzz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One fuzz target: a method {@code void name(byte[])} of a test class, neither static nor private.
 *
 * @param name the method's name
 * @param method the method as one of the bytes alone
 */
record FuzzTarget(String name, MethodHandle method) {
  /**
   * The targets of a class in the order of their names, all on one instance.
   *
   * @throws ReflectiveOperationException if it cannot be made without arguments
   * @throws IllegalArgumentException if it has no target
   */
  static List<FuzzTarget> of(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object instance = constructor.newInstance();
    MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    List<FuzzTarget> targets = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      if (isTarget(method)) {
        targets.add(new FuzzTarget(method.getName(), lookup.unreflect(method).bindTo(instance)));
      }
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException(type.getName() + " has no method void name(byte[])");
    }
    targets.sort(Comparator.comparing(FuzzTarget::name));
    return List.copyOf(targets);
  }

  private static boolean isTarget(Method method) {
    return !method.isSynthetic()
        && (method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) == 0
        && method.getReturnType() == void.class
        && List.of(method.getParameterTypes()).equals(List.of(byte[].class));
  }

  /** Runs it; throws what it throws. */
  void run(byte[] input) throws Throwable {
    method.invokeExact(input);
  }
}
