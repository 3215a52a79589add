package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerIdTest {
  private static final String HEX =
      "3726184226f5d3147c25fdeab5b60097e378e8a720503a5e19ecfdf29f869860";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "docker on version 1,               13:pids:/docker/HEX",
    "docker with systemd,               0::/system.slice/docker-HEX.scope",
    "kubernetes and containerd,         11:cpu:/kubepods/besteffort/pod3d274242-8ee0-11e9-a8a6-1e68d864ef1a/HEX",
    "kubernetes and systemd,            0::/kubepods.slice/kubepods-pod3d27_8ee0.slice/cri-containerd-HEX.scope",
    "CRI-O,                             0::/kubepods.slice/crio-HEX.scope/container",
    "podman,                            0::/machine.slice/libpod-HEX.scope/container",
    "another namespace's group,         0::/../docker-HEX.scope",
  })
  void theHexadecimalDigits_areTheId(String runtime, String line) {
    assertEquals(HEX, ContainerId.inGroups(line.replace("HEX", HEX) + "\n"));
  }

  @Test
  void otherRuntimes_haveOtherIds() {
    assertEquals(
        "34dc0b5e626f2c5c4c5170e34b10e765-1234567890",
        ContainerId.inGroups("2:cpu:/ecs/34dc0b5e626f2c5c4c5170e34b10e765-1234567890\n"));
    assertEquals(
        "6f265890-5165-7fab-6b52-18d1",
        ContainerId.inGroups("1:name=systemd:/garden/6f265890-5165-7fab-6b52-18d1\n"));
    assertEquals("shop", ContainerId.inGroups("0::/lxc.payload.shop/system.slice/x.service\n"));
    assertEquals("shop", ContainerId.inGroups("3:cpu:/lxc/shop/init.scope\n"));
  }

  @Test
  void aPodsId_orNoContainer_isNone() {
    assertEquals("", ContainerId.inGroups("0::/user.slice/user-1000.slice/session-2.scope\n"));
    assertEquals(
        "", ContainerId.inGroups("4:cpu:/kubepods/pod3d274242-8ee0-11e9-a8a6-1e68d864ef1a\n"));
    assertEquals("", ContainerId.inGroups("0::/\n"));
  }

  @Test
  void fromWithin_theMountedFilesTellIt() {
    String mount =
        "678 655 254:1 /docker/volumes/containers/"
            + HEX
            + "/hostname /etc/hostname rw - ext4 /dev/vda1 rw\n";
    assertEquals(HEX, ContainerId.inMounts(mount));
    assertEquals("", ContainerId.inMounts("21 27 0:19 / /proc rw - proc proc rw\n"));
  }
}
