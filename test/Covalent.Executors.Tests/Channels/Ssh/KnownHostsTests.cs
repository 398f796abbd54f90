using Covalent.Executors.Channels.Ssh;

namespace Covalent.Executors.Tests.Channels.Ssh;

public sealed class KnownHostsTests
{
    private const string KeyA = "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string KeyB = "AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

    [Theory]
    [InlineData("host.example ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Known)]
    [InlineData("HOST.example ssh-ed25519 " + KeyA + " comment", "host.example", HostKeyVerdict.Known)]
    [InlineData("other,host.example ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Known)]
    [InlineData("*.example ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Known)]
    [InlineData("*.example,!host.example ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Unknown)]
    [InlineData("[host.example]:2222 ssh-ed25519 " + KeyA, "[host.example]:2222", HostKeyVerdict.Known)]
    [InlineData("[host.example]:2222 ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Unknown)]
    [InlineData("host.example ssh-ed25519 " + KeyA, "[host.example]:2222", HostKeyVerdict.Unknown)]
    [InlineData("host.example ssh-ed25519 " + KeyB, "host.example", HostKeyVerdict.Changed)]
    [InlineData("host.example ssh-rsa " + KeyB, "host.example", HostKeyVerdict.Unknown)]
    [InlineData("@revoked host.example ssh-ed25519 " + KeyA + "\nhost.example ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Revoked)]
    [InlineData("host.example ssh-ed25519 " + KeyA + "\n@revoked * ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Revoked)]
    [InlineData("@cert-authority host.example ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Unknown)]
    [InlineData("host.example ssh-ed25519 " + KeyB + "\nhost.example ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Known)]
    [InlineData("# host.example ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Unknown)]
    [InlineData("host.example ssh-ed25519 not*base64", "host.example", HostKeyVerdict.Unknown)]
    [InlineData("@unknown-marker host.example ssh-ed25519 " + KeyA, "host.example", HostKeyVerdict.Unknown)]
    [InlineData("host.example ssh-ed25519", "host.example", HostKeyVerdict.Unknown)]
    [InlineData("", "host.example", HostKeyVerdict.Unknown)]
    internal void Key_AgainstTheLines_GetsTheVerdictOpenSshGives(string lines, string host, HostKeyVerdict expected)
    {
        var known = new KnownHosts([.. KnownHosts.Parse(lines.Split('\n'))]);
        Assert.Equal(expected, known.Judge(host, "ssh-ed25519", Convert.FromBase64String(KeyA)));
    }

    [Fact]
    public void HashedName_MadeBySshKeygen_IsRecognised()
    {
        // ssh-keygen -H on "host.example ssh-ed25519 …"
        KnownHostsEntry entry = KnownHostsEntry.Parse("|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-rsa " + KeyA)!;
        Assert.True(entry.IsAbout("192.168.1.61"));
        Assert.False(entry.IsAbout("192.168.1.62"));
    }

    [Fact]
    public void Authority_OfACertificate_IsKnownOnlyForItsHosts()
    {
        var known = new KnownHosts([.. KnownHosts.Parse([$"@cert-authority *.example ssh-ed25519 {KeyA}"])]);
        Assert.Equal(HostKeyVerdict.Known, known.JudgeAuthority("host.example", Convert.FromBase64String(KeyA)));
        Assert.Equal(HostKeyVerdict.Unknown, known.JudgeAuthority("host.other", Convert.FromBase64String(KeyA)));
        Assert.Equal(HostKeyVerdict.Unknown, known.JudgeAuthority("host.example", Convert.FromBase64String(KeyB)));
    }

    [Fact]
    public void Parser_OnRandomText_NeverThrows()
    {
        string[] pieces = ["host", "|1|", "|", "=", "@revoked", "@cert-authority", "@", " ", "\t", "\r", "\0", KeyA, "AAAA", "ssh-rsa", "[", "]:22", "*", "?", "!", ",", "#", "é", "\ud800"];
        var random = new Random(20260101);
        for (int round = 0; round < 20_000; round++)
        {
            string line = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            KnownHostsEntry? entry = KnownHostsEntry.Parse(line);
            Assert.True(entry is null || entry.Key.Length > 0);
            entry?.IsAbout("host");
        }
    }

    [Fact]
    public void Pattern_MadeToBacktrack_IsAnsweredAtOnce() =>
        Assert.False(HostPattern.Matches(string.Concat(Enumerable.Repeat("a*", 2000)) + "b", new string('a', 5000)));
}
