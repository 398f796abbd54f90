using System.Diagnostics;
using System.Globalization;
using Covalent.Core.Execution;
using Covalent.Testing;

namespace Covalent.Core.Tests.Execution;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void Process_ThatRuns_IsFound()
    {
        var own = ProcessIdentity.Current();

        Assert.True(own.IsAlive());
        Assert.False((own with { StartedAt = own.StartedAt - TimeSpan.FromMinutes(1).Ticks }).IsAlive());
        Assert.False(new ProcessIdentity(int.MaxValue, own.StartedAt).IsAlive());
    }

    [Fact]
    public async Task Process_ThatEndedAndWasNotCollectedByItsParent_IsGone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems keep no ended processes.");
        // The parent becomes a program that never asks how its child has ended.
        using var parent = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sleep 3600 >/dev/null & echo $!; exec sleep 3600"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var child = int.Parse((await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, CultureInfo.InvariantCulture);
            using var ended = Process.GetProcessById(child);
            var identity = new ProcessIdentity(child, ended.StartTime.ToUniversalTime().Ticks);
            Assert.True(identity.IsAlive());

            ended.Kill();
            await ProcessNotice.GoneAsync(child);

            Assert.True(File.Exists($"/proc/{child}/stat"), "The test is to see a process that nobody has collected.");
            Assert.False(identity.IsAlive());
        }
        finally
        {
            parent.Kill();
        }
    }
}
