using Covalent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace IrisSvm;

/// <summary>A trained classifier of ML.NET.</summary>
[PayloadCodec(typeof(SvmModelCodec))]
public sealed class SvmModel(MLContext ml, ITransformer transformer, DataViewSchema schema)
{
    /// <summary>Names the species of each flower.</summary>
    public string[] Predict(IEnumerable<Flower> flowers)
    {
        var rows = ml.Data.LoadFromEnumerable(flowers.Select(FlowerRow.From));
        return [.. transformer.Transform(rows).GetColumn<string>("PredictedSpecies")];
    }

    /// <summary>Writes the model in ML.NET's own format.</summary>
    public void Save(Stream stream) => ml.Model.Save(transformer, schema, stream);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static SvmModel Load(Stream stream)
    {
        var ml = new MLContext(seed: 1);
        var transformer = ml.Model.Load(stream, out var schema);
        return new SvmModel(ml, transformer, schema);
    }
}

/// <summary>A flower as ML.NET wants its rows.</summary>
internal sealed class FlowerRow
{
    [VectorType(4)]
    public float[] Features { get; set; } = [];

    public string Species { get; set; } = "";

    public static FlowerRow From(Flower flower) => new() { Features = flower.Features, Species = flower.Species };
}
