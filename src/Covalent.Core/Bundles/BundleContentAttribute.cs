namespace Covalent;

/// <summary>Names files beside the application that its tasks need elsewhere too, such as models, tables or scripts. Without it only code
/// travels: what the deps file lists.</summary>
/// <example><code>[assembly: BundleContent("data/*.csv")]</code></example>
/// <param name="pattern">Files relative to the application's folder. The last part may hold <c>*</c> and <c>?</c>; <c>**</c> as the last folder
/// means all folders below.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class BundleContentAttribute(string pattern) : Attribute
{
    /// <summary>The pattern.</summary>
    public string Pattern { get; } = pattern;
}
