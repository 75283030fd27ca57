namespace Weir.Predictions;

/// <summary>The kinds of call that a SignatureDef's method_name can say.</summary>
internal static class MethodNames
{
    public const string Predict = "tensorflow/serving/predict";
    public const string Classify = "tensorflow/serving/classify";
    public const string Regress = "tensorflow/serving/regress";
}
