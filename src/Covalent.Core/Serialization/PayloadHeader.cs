namespace Covalent;

/// <summary>What a payload says about its body, readable without opening it.</summary>
/// <param name="Codec">How the body is written: a name of <see cref="PayloadCodecs"/>, or another language's own.</param>
/// <param name="Type">The declared type as its language writes it, such as <c>List&lt;int&gt;</c>. For people: no type is ever loaded by this name.</param>
/// <param name="Version">Version of the codec's form; 1 for everything this version writes.</param>
public sealed record PayloadHeader(string Codec, string Type, int Version = 1);
