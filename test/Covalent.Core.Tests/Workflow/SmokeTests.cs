using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

public sealed class SmokeTests
{
    [Fact]
    public async Task Chain_OfTwoElectrons_GivesTheValue() =>
        Assert.Equal(7, await Build.Value(() =>
        {
            var a = Electron(() => Tasks.Inc(2));
            return Electron(() => Tasks.Add(a, a + 1));
        }));
}
