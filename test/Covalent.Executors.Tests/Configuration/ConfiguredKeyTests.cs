using Covalent.Core.Configuration;
using Covalent.Core.Execution;

namespace Covalent.Executors.Tests.Configuration;

/// <summary>What an executor can be told in code can be told in the configuration file too.</summary>
public sealed class ConfiguredKeyTests
{
    public static TheoryData<Executor> BuiltIn => [new LocalExecutor(), new SshExecutor(), new SlurmExecutor(), new DaskExecutor()];

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void EveryAttribute_OfABuiltInExecutor_IsAKnownKey(Executor executor)
    {
        var section = ConfigurationSchema.BuiltIn.Find($"executors.{executor.ShortName}");
        Assert.NotNull(section);
        Assert.Equal([], ExecutorAttributes.Names(executor.GetType()).Select(attribute => attribute.Name).Where(name => section.Find(name) is null));
    }
}
