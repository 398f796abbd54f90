using System.Diagnostics;
using Covalent.Executors.Channels.Ssh;

namespace Covalent.Executors.Tests.Channels.Ssh;

public sealed class SshConfigTests
{
    private const string Example = """
        # a comment
        Host gpu
            HostName gpu1.cluster.example
            User ada
            Port 2222
            IdentityFile ~/.ssh/cluster
            IdentityFile "/keys/with blank"
            CertificateFile=~/.ssh/cluster-cert.pub
            ProxyJump bastion,inner:2022
            StrictHostKeyChecking accept-new
            UserKnownHostsFile /a/known /b/known
            HostKeyAlias cluster

        Host *.example !secret.example
            User fallback
            Port 2200

        Match originalhost matched user "ada,eve"
            HostName by-match.example

        Host *
            User everyone
            IdentityFile /keys/%h-%r-%p-%%
        """;

    private static SshHostSettings Resolve(string text, string host, string? user = null, params (string Pattern, string Text)[] included) =>
        new SshConfig(pattern => included.Where(i => i.Pattern == pattern).Select(i => i.Text)).Resolve(text, host, user);

    [Fact]
    public void Alias_WithItsOwnBlock_GetsEveryDirective()
    {
        SshHostSettings found = Resolve(Example, "gpu");
        Assert.Equal("gpu1.cluster.example", found.HostName);
        Assert.Equal("ada", found.User);
        Assert.Equal(2222, found.Port);
        Assert.Equal(["~/.ssh/cluster", "/keys/with blank", "/keys/gpu1.cluster.example-ada-2222-%"], found.IdentityFiles);
        Assert.Equal("~/.ssh/cluster-cert.pub", found.CertificateFile);
        Assert.Equal("bastion,inner:2022", found.ProxyJump);
        Assert.Equal("accept-new", found.StrictHostKeyChecking);
        Assert.Equal(["/a/known", "/b/known"], found.UserKnownHostsFiles);
        Assert.Equal("cluster", found.HostKeyAlias);
    }

    [Fact]
    public void FirstValue_OfSeveralBlocks_Wins()
    {
        Assert.Equal("fallback", Resolve(Example, "any.example").User);
        Assert.Equal("everyone", Resolve(Example, "secret.example").User);
        Assert.Equal("named", Resolve(Example, "any.example", "named").User);
    }

    [Fact]
    public void Match_OnHostAndUser_AppliesOnlyWhenBothDo()
    {
        Assert.Equal("by-match.example", Resolve(Example, "matched", "ada").HostName);
        Assert.Null(Resolve(Example, "matched", "bob").HostName);
    }

    [Fact]
    public void Match_WithCriteriaThatWouldRunPrograms_NeverApplies() =>
        Assert.Null(Resolve("Match exec \"touch /tmp/covalent-injected\"\n  Port 99", "h").Port);

    [Fact]
    public void Include_InsideABlock_AppliesToThatBlockOnly()
    {
        (string, string) included = ("conf.d/*", "Port 77\nHost nested\n  User nested");
        Assert.Equal(77, Resolve("Host a nested\n  Include conf.d/*\n  User later", "a", null, included).Port);
        Assert.Equal("later", Resolve("Host a nested\n  Include conf.d/*\n  User later", "a", null, included).User);
        Assert.Equal("nested", Resolve("Host a nested\n  Include conf.d/*\n  User later", "nested", null, included).User);
        Assert.Null(Resolve("Host a\n  Include conf.d/*", "b", null, included).Port);
    }

    [Fact]
    public void Include_OfItself_Ends() => Assert.Equal(5, Resolve("Include self\nPort 5", "h", null, ("self", "Include self")).Port);

    [Fact]
    public void Port_OutOfRange_IsNotTaken() => Assert.Null(Resolve("Port 70000", "h").Port);

    [Theory]
    [InlineData("host", null, "host", null)]
    [InlineData("ada@host:22", "ada", "host", 22)]
    [InlineData("ssh://ada@host:2222/", "ada", "host", 2222)]
    [InlineData("[::1]:2222", null, "::1", 2222)]
    [InlineData("fe80::1", null, "fe80::1", null)]
    [InlineData("a@b@host:99999", "a@b", "host", null)]
    public void Hop_AsPeopleWriteIt_IsTakenApart(string text, string? user, string host, int? port) =>
        Assert.Equal(new SshHop(user, host, port), SshHop.Parse(text));

    [Fact]
    public void ProxyJump_OverTwoHops_ChainsThemInOrder()
    {
        var resolver = new SshEndpointResolver((host, user) => Resolve(Example, host, user));
        SshEndpoint target = resolver.Resolve(new SshRequest("gpu"));
        Assert.Equal("ada@gpu1.cluster.example:2222", target.Destination);
        Assert.Equal("cluster", target.KnownHostName);
        Assert.Equal("everyone@inner:2022", target.Jump!.Destination);
        Assert.Equal("everyone@bastion:22", target.Jump.Jump!.Destination);
        Assert.Null(target.Jump.Jump.Jump);
    }

    [Fact]
    public void ProxyJump_ThatPointsAtItself_IsReachedDirectly()
    {
        var resolver = new SshEndpointResolver((host, user) => Resolve("Host *\n ProxyJump bastion", host, user));
        SshEndpoint target = resolver.Resolve(new SshRequest("node"));
        Assert.Equal("bastion", target.Jump!.Host);
        Assert.Null(target.Jump.Jump);
    }

    [Fact]
    public void ProxyJump_InACircle_IsRefusedWithTheReason()
    {
        var resolver = new SshEndpointResolver((host, user) => Resolve("Host a\n ProxyJump b\nHost b\n ProxyJump a", host, user));
        ChannelFaultOf(() => resolver.Resolve(new SshRequest("a")), "circle");
    }

    [Fact]
    public void Caller_SayingMoreThanTheFile_Wins()
    {
        var resolver = new SshEndpointResolver((host, user) => Resolve(Example, host, user));
        SshEndpoint target = resolver.Resolve(new SshRequest("gpu") { User = "eve", Port = 1, KeyFiles = ["/k"], Jump = "none", HostKeyChecking = HostKeyChecking.Strict });
        Assert.Equal("eve@gpu1.cluster.example:1", target.Destination);
        Assert.Equal(["/k"], target.KeyFiles);
        Assert.Null(target.Jump);
        Assert.Equal(HostKeyChecking.Strict, target.HostKeyChecking);
    }

    [Fact]
    public void Parser_OnRandomText_NeverThrows()
    {
        string[] pieces = ["Host", "Match", "Include", "Port", "User", " ", "=", "\t", "\"", "#", "\n", "\r", "%", "%h", "${", "}", "${HOME}", "*", "!", ",", "all", "user", "99", "x", "\0", "-1"];
        var random = new Random(4711);
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
            SshHostSettings found = Resolve(text, "host", null, ("x", text));
            Assert.InRange(found.Port ?? 22, 1, 65535);
        }
    }

    [Fact]
    public async Task RandomConfigurations_AreReadAsSshItselfReadsThem()
    {
        string[] hosts = ["alpha", "beta.example", "gamma.example"];
        string[] lines = ["Host alpha", "Host *.example", "Host * !gamma.example", "Host *", "Match all", "Match originalhost alpha", "Match user ada", "User ada", "User eve", "Port 1234", "Port=2345", "HostName real.example", "  HostName  %h.lan", "ProxyJump jump:7", "HostKeyAlias other"];
        var random = new Random(99);
        string file = Path.GetTempFileName();
        for (int round = 0; round < 25; round++)
        {
            string text = string.Join('\n', Enumerable.Range(0, random.Next(2, 14)).Select(_ => lines[random.Next(lines.Length)])) + "\n";
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            foreach (string host in hosts)
            {
                Dictionary<string, string> expected = await AskSshAsync(file, host);
                SshHostSettings found = SshConfig.ResolveFrom(file, host, null);
                string actual = $"{found.HostName ?? host} {found.User ?? Environment.UserName} {found.Port ?? 22} {found.ProxyJump} {found.HostKeyAlias}";
                Assert.Equal($"{expected["hostname"]} {expected["user"]} {expected["port"]} {expected.GetValueOrDefault("proxyjump")} {expected.GetValueOrDefault("hostkeyalias")}", actual);
            }
        }

        File.Delete(file);
    }

    private static void ChannelFaultOf(Action action, string saying) =>
        Assert.Contains(saying, Assert.Throws<Covalent.Executors.Channels.ChannelException>(action).Message);

    private static async Task<Dictionary<string, string>> AskSshAsync(string file, string host)
    {
        Backends.Require("COVALENT_TEST_SSH_HOST");
        using Process ssh = Process.Start(new ProcessStartInfo("ssh", ["-F", file, "-T", "-G", host]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string text = await ssh.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1]);
    }
}
