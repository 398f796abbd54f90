namespace Covalent.Core.Configuration;

/// <summary>All sections that need no registration.</summary>
internal static class BuiltInSections
{
    public static IReadOnlyList<ConfigurationSectionSchema> All() =>
    [
        DispatcherSections.Sdk,
        DispatcherSections.Dispatcher,
        .. OriginalSections.All(),
        .. LocalSections.All(),
        .. ShellSections.All(),
        .. AwsSections.All(),
        .. CloudSections.All(),
        .. QuantumSections.All(),
    ];
}
