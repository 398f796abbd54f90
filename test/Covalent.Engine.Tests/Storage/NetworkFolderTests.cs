using Covalent.Engine.Storage;

namespace Covalent.Engine.Tests.Storage;

public sealed class NetworkFolderTests
{
    private static readonly string[] Mounts =
    [
        "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
        "40 22 0:33 / /home rw,relatime shared:20 - nfs4 server:/export rw,vers=4.2",
        "41 40 254:1 / /home/ada/local rw - xfs /dev/vdb rw",
        "42 22 0:40 / /mnt/with\\040space rw - cifs //server/share rw",
        "43 22 0:41 / /homework rw - tmpfs tmpfs rw",
    ];

    [Theory]
    [InlineData("/home/ada/.covalent", "nfs4")]
    [InlineData("/home", "nfs4")]
    [InlineData("/home/ada/local/data", null)]
    [InlineData("/homework/data", null)]
    [InlineData("/var/lib/covalent", null)]
    [InlineData("/mnt/with space/data", "cifs")]
    public void Mount_ThatHoldsTheFolder_Decides(string path, string? type) => Assert.Equal(type, NetworkFolders.FindNetworkType(Mounts, path));

    [Fact]
    public void LaterMount_OverTheSamePoint_Wins() =>
        Assert.Null(NetworkFolders.FindNetworkType([.. Mounts, "50 22 254:3 / /home rw - ext4 /dev/vdc rw"], "/home/ada"));

    [Fact]
    public void DamagedLine_IsSkipped() => Assert.Null(NetworkFolders.FindNetworkType(["nonsense", "", "1 2 3"], "/home"));
}
