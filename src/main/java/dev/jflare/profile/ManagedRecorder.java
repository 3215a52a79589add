package dev.jflare.profile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** JFR through its own MXBean, which the module jdk.management.jfr brings. */
final class ManagedRecorder implements JdkRecorder {
  private final FlightRecorderMXBean bean;
  private final Collection<String> eventTypes;
  private final long id;

  private ManagedRecorder(FlightRecorderMXBean bean, Collection<String> eventTypes) {
    this.bean = bean;
    this.eventTypes = eventTypes;
    this.id = bean.newRecording();
  }

  /**
   * @throws RefusedException when this JVM has no such bean, or JFR cannot be woken
   */
  static ManagedRecorder of(MBeanServer server) throws RefusedException {
    try {
      ObjectName name = new ObjectName("jdk.management.jfr:type=FlightRecorder");
      List<String> eventTypes = new ArrayList<>();
      for (CompositeData type : (CompositeData[]) server.getAttribute(name, "EventTypes")) {
        eventTypes.add((String) type.get("name"));
      }
      return new ManagedRecorder(
          JMX.newMXBeanProxy(server, name, FlightRecorderMXBean.class),
          Collections.unmodifiableList(eventTypes));
    } catch (InstanceNotFoundException e) {
      throw new RefusedException("this JVM has no FlightRecorder MBean", e);
    } catch (JMException | RuntimeException e) {
      throw new RefusedException("JFR does not start: " + e, e);
    }
  }

  @Override
  public Collection<String> eventTypes() {
    return eventTypes;
  }

  @Override
  public void start(Map<String, String> settings) {
    Map<String, String> options = new HashMap<>();
    options.put("name", "jflare");
    options.put("maxSize", Long.toString(MAX_BYTES));
    options.put("dumpOnExit", "false");
    bean.setRecordingOptions(id, options);
    change(settings);
    bean.startRecording(id);
  }

  @Override
  public void change(Map<String, String> settings) {
    bean.setRecordingSettings(id, settings);
  }

  @Override
  public void keepOnly(Duration time) {
    bean.setRecordingOptions(id, Collections.singletonMap("maxAge", time.getSeconds() + " s"));
  }

  @Override
  public void stop() {
    bean.stopRecording(id);
  }

  @Override
  public void copyTo(Path file) {
    bean.copyTo(id, file.toString());
  }

  @Override
  public void close() {
    bean.closeRecording(id);
  }

  @Override
  public String describe() {
    return "FlightRecorder MBean";
  }
}
